/** What tests of several packages share: random programs and graphs, and stock TensorFlow Lite. */
@NullMarked
package dev.bantam.testing;

import org.jspecify.annotations.NullMarked;
