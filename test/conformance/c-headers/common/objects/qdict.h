/* QEMU's objects with members, and what all of its objects have. */

#ifndef OBJECTS_QDICT_H
#define OBJECTS_QDICT_H

struct QObject {
    int type;
    int references;
};
struct QDict {
    struct QObject base;
};
struct QNull {
    struct QObject base;
};

void qobject_release(void *obj);
#define qobject_unref(obj) qobject_release(obj)

void *qobject_of_type(QObject *obj, const char *type);
#define qobject_to(type, obj) ((type *)qobject_of_type((obj), #type))

bool qdict_haskey(const QDict *qdict, const char *key);
bool qdict_get_bool(const QDict *qdict, const char *key);
bool qdict_get_try_bool(const QDict *qdict, const char *key, bool otherwise);
double qdict_get_double(const QDict *qdict, const char *key);
int64_t qdict_get_int(const QDict *qdict, const char *key);
int64_t qdict_get_try_int(const QDict *qdict, const char *key,
                          int64_t otherwise);
const char *qdict_get_str(const QDict *qdict, const char *key);
const char *qdict_get_try_str(const QDict *qdict, const char *key);
void qdict_put_obj(QDict *qdict, const char *key, QObject *obj);
QDict *qdict_clone_shallow(const QDict *qdict);

#endif
