/**
 * How services speak to each other: by the same REST interface as everybody, with their own token.
 */
@NullMarked
package dev.bantam.kit.client;

import org.jspecify.annotations.NullMarked;
