/** A platform that answers as it is told, also badly. */
@NullMarked
package dev.bantam.cli.remote;

import org.jspecify.annotations.NullMarked;
