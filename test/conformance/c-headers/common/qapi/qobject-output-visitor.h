/* A visitor that makes QEMU's objects. */

#ifndef QAPI_QOBJECT_OUTPUT_VISITOR_H
#define QAPI_QOBJECT_OUTPUT_VISITOR_H

Visitor *qobject_output_visitor_new(QObject **result);

#endif
