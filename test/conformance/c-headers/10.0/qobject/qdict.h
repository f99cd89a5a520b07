#include "objects/qdict.h"
