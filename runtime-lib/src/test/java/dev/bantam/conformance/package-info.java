/** The judge of conformance cases is judged. */
@NullMarked
package dev.bantam.conformance;

import org.jspecify.annotations.NullMarked;
