#include "objects/commands.h"
