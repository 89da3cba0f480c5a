# The local zone follows os.environ['TZ'] once tzset has been called.
import datetime
import os
import time

for zone in ('UTC0', 'EST+05EDT,M3.2.0,M11.1.0', 'AEST-10AEDT-11,M10.5.0,M3.5.0', '<+0330>-3:30', 'UTC0'):
    os.environ['TZ'] = zone
    time.tzset()
    print(zone, time.tzname, time.timezone, time.altzone, time.daylight)
    for t in (0, 1700000000, 1720000000):
        local = time.localtime(t)
        print('   ', local.tm_gmtoff, local.tm_zone, local.tm_isdst, time.mktime(local) == t,
              datetime.datetime.fromtimestamp(t), datetime.datetime.fromtimestamp(t).astimezone().isoformat())
