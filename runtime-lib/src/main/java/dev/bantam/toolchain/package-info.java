/**
 * From source text to machine code: the bundled clang and lld, and a cache of what they made.
 *
 * <p>{@link dev.bantam.toolchain.Toolchain} is the entrance. Nothing here knows what the text
 * computes or where it will run; {@link dev.bantam.toolchain.Architecture} says what it is compiled
 * for. A new kind of product (an executable, an image for a board) is one more method of the
 * toolchain with its link command; a new platform to compile <em>on</em> is one constant of {@link
 * dev.bantam.toolchain.BuildPlatform}.
 */
@NullMarked
package dev.bantam.toolchain;

import org.jspecify.annotations.NullMarked;
