/**
 * Digests of content: what names a thing by what is in it. Nothing here says what is digested; each
 * reader of a digest says that for itself.
 */
@NullMarked
package dev.bantam.digest;

import org.jspecify.annotations.NullMarked;
