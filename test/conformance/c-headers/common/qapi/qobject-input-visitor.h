/* A visitor that reads QEMU's objects. */

#ifndef QAPI_QOBJECT_INPUT_VISITOR_H
#define QAPI_QOBJECT_INPUT_VISITOR_H

Visitor *qobject_input_visitor_new(QObject *obj);

#endif
