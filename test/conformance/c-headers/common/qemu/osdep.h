/*
 * What every C file of QEMU has before anything else, as far as generated code
 * uses it: the C library, a little of GLib, the names of QEMU's own types.
 */

#ifndef QEMU_OSDEP_H
#define QEMU_OSDEP_H

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#define coroutine_fn

/* GLib */

typedef char **GStrv;

typedef struct GString {
    char *str;
    size_t len;
} GString;

void g_free(void *memory);
void *g_malloc0(size_t size);
char *g_strdup(const char *text);
char **g_strsplit(const char *text, const char *separator, int most);
void g_strfreev(char **words);
char *g_string_free(GString *text, bool all);

#define g_new0(type, count) ((type *)g_malloc0(sizeof(type) * (count)))

static inline void *g_steal_pointer_of(void *place)
{
    void **pointer = place;
    void *value = *pointer;

    *pointer = NULL;
    return value;
}
#define g_steal_pointer(place) ((__typeof__(*(place)))g_steal_pointer_of(place))

static inline void free_place(void *place)
{
    g_free(*(void **)place);
}
static inline void free_words(char ***place)
{
    g_strfreev(*place);
}

#define G_GNUC_UNUSED __attribute__((unused))

#define g_autofree __attribute__((cleanup(free_place)))
#define g_auto(type) __attribute__((cleanup(free_words))) type
#define g_autoptr(type) __attribute__((cleanup(free_place_of_##type))) type *
#define G_DEFINE_AUTOPTR_CLEANUP_FUNC(type, function)                         \
    static inline void free_place_of_##type(type **place)                     \
    {                                                                         \
        if (*place) {                                                         \
            function(*place);                                                 \
        }                                                                     \
    }

/* QEMU */

typedef struct Error Error;
typedef struct Monitor Monitor;
typedef struct QDict QDict;
typedef struct QList QList;
typedef struct QNull QNull;
typedef struct QNum QNum;
typedef struct QObject QObject;
typedef struct QString QString;
typedef struct Visitor Visitor;

#endif
