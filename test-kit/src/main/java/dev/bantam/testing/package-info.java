/**
 * What tests of every module share: where the fixtures are, how a fuzzer damages a file, and a disk
 * that fails.
 */
@NullMarked
package dev.bantam.testing;

import org.jspecify.annotations.NullMarked;
