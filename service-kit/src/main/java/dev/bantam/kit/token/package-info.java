/**
 * Who asks, and what they may do: opaque tokens, hashed at rest and shown once, and the roles that
 * each endpoint names with {@link dev.bantam.kit.token.Access}. There are no accounts and no
 * sessions. A new endpoint that writes must carry {@code Access}, or its service does not start.
 */
@NullMarked
package dev.bantam.kit.token;

import org.jspecify.annotations.NullMarked;
