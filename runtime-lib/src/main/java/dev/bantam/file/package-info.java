/**
 * Paths that come from outside: names in models, archives and requests. One class decides whether
 * such a name stays inside its folder; nothing else in Bantam joins a foreign name to a path.
 */
@NullMarked
package dev.bantam.file;

import org.jspecify.annotations.NullMarked;
