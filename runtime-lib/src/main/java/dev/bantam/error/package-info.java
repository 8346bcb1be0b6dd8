/**
 * The one family of exceptions, told apart by what its reader can do: mend the input, mend the
 * surroundings, or tell us.
 */
@NullMarked
package dev.bantam.error;

import org.jspecify.annotations.NullMarked;
