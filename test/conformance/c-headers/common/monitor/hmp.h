/* What handlers of monitor commands share. */

#ifndef MONITOR_HMP_H
#define MONITOR_HMP_H

bool hmp_handle_error(Monitor *mon, Error *err);

#endif
