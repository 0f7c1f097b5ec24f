# Devices: adding, settings, removing; the words of lost mode.
devices-lost-words = This phone is lost. Please return it to its owner. Thank you for helping.
devices-lost-words-call = This phone is lost. Its owner can be reached at { $number }. Thank you for helping.
