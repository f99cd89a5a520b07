/* Enumerations and lists of generated types. */

#ifndef QAPI_UTIL_H
#define QAPI_UTIL_H

typedef struct QEnumLookup {
    const char *const *array;
    int size;
} QEnumLookup;

const char *qapi_enum_lookup(const QEnumLookup *lookup, int value);
int qapi_enum_parse(const QEnumLookup *lookup, const char *text, int otherwise,
                    Error **errp);

#define QAPI_LIST_APPEND(tail, element)                                       \
    do {                                                                      \
        *(tail) = g_malloc0(sizeof(**(tail)));                                \
        (*(tail))->value = (element);                                         \
        (tail) = &(*(tail))->next;                                            \
    } while (0)

#endif
