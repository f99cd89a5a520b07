/*
 * A small program around generated handlers: it makes a QDict of its arguments,
 * runs one handler, and has QMP commands that say what they were given.
 *
 *     main HANDLER [key=text | key#number | key!]...
 */

#include "qemu/osdep.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "monitor/hmp.h"
#include "monitor/monitor.h"
#include "qapi/error.h"
#include "qapi/qapi-commands.h"
#ifdef OLDER
#include "qapi/qmp/qdict.h"
#else
#include "qobject/qdict.h"
#endif
#include "hmp-cmds.h"

/* GLib */

void g_free(void *memory)
{
    free(memory);
}

void *g_malloc0(size_t size)
{
    return calloc(1, size);
}

char *g_strdup(const char *text)
{
    return text ? strdup(text) : NULL;
}

char **g_strsplit(const char *text, const char *separator, int most)
{
    char **words = calloc(strlen(text) + 2, sizeof(char *));
    size_t count = 0;

    while (*text) {
        size_t length = strcspn(text, separator);

        words[count++] = strndup(text, length);
        text += length + (text[length] != 0);
    }
    return words;
}

void g_strfreev(char **words)
{
    size_t i;

    for (i = 0; words && words[i]; i++) {
        free(words[i]);
    }
    free(words);
}

/* Errors and the monitor */

struct Error {
    char text[200];
};

void error_set_text(Error **errp, const char *format, ...)
{
    va_list values;

    *errp = calloc(1, sizeof(Error));
    va_start(values, format);
    vsnprintf((*errp)->text, sizeof((*errp)->text), format, values);
    va_end(values);
}

bool hmp_handle_error(Monitor *mon, Error *err)
{
    if (err) {
        printf("Error: %s\n", err->text);
        free(err);
    }
    return err != NULL;
}

int monitor_puts(Monitor *mon, const char *text)
{
    return printf("%s", text);
}

int monitor_printf(Monitor *mon, const char *format, ...)
{
    va_list values;
    int length;

    va_start(values, format);
    length = vprintf(format, values);
    va_end(values);
    return length;
}

/* A QDict is the program's arguments; numbers and flags have marks */

static char **given;

static const char *find(const char *key, char mark)
{
    size_t length = strlen(key);
    char **one;

    for (one = given; *one; one++) {
        if (!strncmp(*one, key, length) && (*one)[length] == mark) {
            return *one + length + 1;
        }
    }
    return NULL;
}

bool qdict_haskey(const QDict *qdict, const char *key)
{
    return find(key, '=') || find(key, '#') || find(key, '!');
}

const char *qdict_get_str(const QDict *qdict, const char *key)
{
    const char *text = find(key, '=');

    if (!text) {
        abort();
    }
    return text;
}

const char *qdict_get_try_str(const QDict *qdict, const char *key)
{
    return find(key, '=');
}

int64_t qdict_get_try_int(const QDict *qdict, const char *key,
                          int64_t otherwise)
{
    const char *text = find(key, '#');

    return text ? strtoll(text, NULL, 0) : otherwise;
}

bool qdict_get_try_bool(const QDict *qdict, const char *key, bool otherwise)
{
    return find(key, '!') ? true : otherwise;
}

/* Types */

const QEnumLookup Colour_lookup = {
    .array = (const char *const[]) { "red", "dark-blue" },
    .size = 2,
};

const char *qapi_enum_lookup(const QEnumLookup *lookup, int value)
{
    return lookup->array[value];
}

int qapi_enum_parse(const QEnumLookup *lookup, const char *text, int otherwise,
                    Error **errp)
{
    int i;

    for (i = 0; text && i < lookup->size; i++) {
        if (!strcmp(text, lookup->array[i])) {
            return i;
        }
    }
    if (text) {
        error_setg(errp, "no value '%s'", text);
    }
    return otherwise;
}

void qapi_free_strList(strList *list)
{
    while (list) {
        strList *next = list->next;

        free(list->value);
        free(list);
        list = next;
    }
}

void qapi_free_Picture(Picture *picture)
{
    StrokeList *stroke = picture ? picture->strokes : NULL;

    while (stroke) {
        StrokeList *next = stroke->next;

        free(stroke->value->note);
        free(stroke->value);
        free(stroke);
        stroke = next;
    }
    if (picture) {
        qapi_free_Picture(picture->copy);
        qapi_free_strList(picture->tags);
        free(picture->picture_name);
    }
    free(picture);
}

void qapi_free_PictureList(PictureList *list)
{
    while (list) {
        PictureList *next = list->next;

        qapi_free_Picture(list->value);
        free(list);
        list = next;
    }
}

/* QMP commands */

#ifdef OLDER
#define HAS(name) bool has_##name,
#define SET_HAS(owner, name) ((owner)->has_##name = true)
#else
#define HAS(name)
#define SET_HAS(owner, name) ((void)0)
#endif

void qmp_hello_world(HAS(message) const char *message, Error **errp)
{
    printf("%s\n", message ?: "Hello, world");
}

void qmp_paint(const char *target, bool has_colour, Colour colour,
               bool has_layers, uint8_t layers, bool has_force, bool force,
               bool has_tags, strList *tags, Error **errp)
{
    printf("target %s, colour %d %s, layers %d %d, force %d %d, tags %d",
           target, has_colour, Colour_str(colour), has_layers, layers,
           has_force, force, has_tags);
    for (; tags; tags = tags->next) {
        printf(" [%s]", tags->value);
    }
    printf("\n");
    if (!strcmp(target, "wall")) {
        error_setg(errp, "the wall is wet");
    }
}

static Picture *picture_new(const char *name, int strokes)
{
    Picture *picture = g_new0(Picture, 1);
    StrokeList **tail = &picture->strokes;
    int i;

    picture->picture_name = strdup(name);
    picture->has_strokes = strokes >= 0;
    for (i = 0; i < strokes; i++) {
        Stroke *stroke = g_new0(Stroke, 1);

        stroke->width = i - 1;
        if (i % 2) {
            SET_HAS(stroke, note);
            stroke->note = strdup("thin");
        }
        QAPI_LIST_APPEND(tail, stroke);
    }
    return picture;
}

Picture *qmp_query_picture(Error **errp)
{
    Picture *picture = picture_new("sea", 3);
    strList **tail = &picture->tags;

    picture->has_tags = true;
    QAPI_LIST_APPEND(tail, strdup("blue"));
    QAPI_LIST_APPEND(tail, strdup("wet"));
    SET_HAS(picture, copy);
    picture->copy = picture_new("lake", 0);
    picture->copy->has_colour = true;
    picture->copy->colour = COLOUR_DARK_BLUE;
    SET_HAS(picture->copy, copy);
    picture->copy->copy = picture_new("pond", 1);
    return picture;
}

PictureList *qmp_query_pictures(Error **errp)
{
    PictureList *list = NULL;
    PictureList **tail = &list;

    QAPI_LIST_APPEND(tail, picture_new("one", -1));
    QAPI_LIST_APPEND(tail, picture_new("two", -1));
    return list;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(Monitor *mon, const QDict *qdict);
    } handlers[] = {
        { "hello-world", hmp_hello_world },
        { "paint", hmp_paint },
        { "picture", hmp_info_picture },
        { "pictures", hmp_info_pictures },
    };
    size_t i;

    given = argv + 2;
    for (i = 0; i < sizeof(handlers) / sizeof(handlers[0]); i++) {
        if (!strcmp(argv[1], handlers[i].name)) {
            handlers[i].run(NULL, NULL);
            return 0;
        }
    }
    return 2;
}
