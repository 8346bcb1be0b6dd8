/** What tests of several packages need: where the fixtures are. */
@NullMarked
package dev.bantam.testing;

import org.jspecify.annotations.NullMarked;
