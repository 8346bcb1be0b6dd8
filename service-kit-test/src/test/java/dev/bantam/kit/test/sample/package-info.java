/** A small service, on which the kit is tested: it counts, and writes down what it counted. */
@NullMarked
package dev.bantam.kit.test.sample;

import org.jspecify.annotations.NullMarked;
