#include <modbus/modbus.h>
#include <modbus/modbus-tcp.h>
