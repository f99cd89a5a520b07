/* Literals of objects, which nothing here looks into. */

#ifndef OBJECTS_QLIT_H
#define OBJECTS_QLIT_H

typedef struct QLitObject {
    int type;
} QLitObject;

#endif
