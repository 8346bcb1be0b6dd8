/**
 * Identifiers: a prefix that says what is named, and 26 characters that sort by the time of making.
 * A new kind of resource needs a new prefix and nothing else.
 */
@NullMarked
package dev.bantam.kit.id;

import org.jspecify.annotations.NullMarked;
