#include "objects/qlit.h"
