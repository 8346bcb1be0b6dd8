/**
 * Devices: what runs a program, and how it is made ready for that.
 *
 * <p>A {@link dev.bantam.device.Device} joins a schedule, a dialect and a toolchain to something
 * that loads the result; nothing outside this package knows a driver. To add a device, write its
 * {@link dev.bantam.device.Device.Provider} and name it in {@code META-INF/services}.
 */
@NullMarked
package dev.bantam.device;

import org.jspecify.annotations.NullMarked;
