/* A visitor that reads text. */

#ifndef QAPI_STRING_INPUT_VISITOR_H
#define QAPI_STRING_INPUT_VISITOR_H

Visitor *string_input_visitor_new(const char *text);

#endif
