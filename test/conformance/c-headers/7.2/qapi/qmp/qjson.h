#include "objects/qjson.h"
