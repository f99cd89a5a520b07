/* The list of QMP commands, which nothing here looks into. */

#ifndef OBJECTS_COMMANDS_H
#define OBJECTS_COMMANDS_H

typedef struct QmpCommandList QmpCommandList;

#endif
