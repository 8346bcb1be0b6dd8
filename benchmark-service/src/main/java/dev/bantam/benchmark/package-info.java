/**
 * What a farm decides by, without a database or a server: the shape of a measurement, and when a
 * report is believed.
 */
@NullMarked
package dev.bantam.benchmark;

import org.jspecify.annotations.NullMarked;
