/** Requests to a server that answers as it is told. */
@NullMarked
package dev.bantam.client;

import org.jspecify.annotations.NullMarked;
