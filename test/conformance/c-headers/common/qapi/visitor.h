/* Visitors, and how they visit values of built-in types. */

#ifndef QAPI_VISITOR_H
#define QAPI_VISITOR_H

#include "qapi/qapi-builtin-types.h"

void visit_complete(Visitor *v, void *place);
void visit_free(Visitor *v);

#define VISIT(name, type)                                                     \
    bool visit_type_##name(Visitor *v, const char *member, type *value,       \
                           Error **errp)
VISIT(str, char *);
VISIT(number, double);
VISIT(int, int64_t);
VISIT(int8, int8_t);
VISIT(int16, int16_t);
VISIT(int32, int32_t);
VISIT(int64, int64_t);
VISIT(uint8, uint8_t);
VISIT(uint16, uint16_t);
VISIT(uint32, uint32_t);
VISIT(uint64, uint64_t);
VISIT(size, uint64_t);
VISIT(bool, bool);
VISIT(any, QObject *);
VISIT(null, QNull *);
#undef VISIT

#endif
