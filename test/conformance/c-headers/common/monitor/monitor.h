/* Output of a monitor. */

#ifndef MONITOR_MONITOR_H
#define MONITOR_MONITOR_H

int monitor_puts(Monitor *mon, const char *text);
int monitor_printf(Monitor *mon, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
