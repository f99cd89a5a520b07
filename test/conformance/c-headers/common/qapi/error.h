/* Errors. */

#ifndef QAPI_ERROR_H
#define QAPI_ERROR_H

#define error_setg(errp, ...) error_set_text((errp), __VA_ARGS__)
void error_set_text(Error **errp, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void error_propagate(Error **errp, Error *err);

extern Error *error_abort;

#endif
