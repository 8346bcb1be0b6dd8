/** Names from outside that try to leave their folder. */
@NullMarked
package dev.bantam.file;

import org.jspecify.annotations.NullMarked;
