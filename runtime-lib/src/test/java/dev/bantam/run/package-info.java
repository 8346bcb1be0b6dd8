/** Sessions of models, on the interpreter. */
@NullMarked
package dev.bantam.run;

import org.jspecify.annotations.NullMarked;
