/**
 * How long work tells of its progress, and learns that nobody wants it any more. Who shows it, and
 * where, is not decided here.
 */
@NullMarked
package dev.bantam.progress;

import org.jspecify.annotations.NullMarked;
