/* QEMU's objects and JSON text. */

#ifndef OBJECTS_QJSON_H
#define OBJECTS_QJSON_H

QObject *qobject_from_json(const char *text, Error **errp);
GString *qobject_to_json(const QObject *obj);
GString *qobject_to_json_pretty(const QObject *obj, bool pretty);

#endif
