#include <libxml/xmlversion.h>
// Debian builds libxml2 with ICU, whose headers clash with those of Swift's Foundation. ICU touches no declaration used here.
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/xmlreader.h>
