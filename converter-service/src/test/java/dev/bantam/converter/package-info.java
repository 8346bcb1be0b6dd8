/**
 * Whole sources against what their own frameworks computed, and refusals. Sources are read where
 * {@code BANTAM_FIXTURES} says, or beside the repository; without them these tests are aborted.
 */
@NullMarked
package dev.bantam.converter;

import org.jspecify.annotations.NullMarked;
