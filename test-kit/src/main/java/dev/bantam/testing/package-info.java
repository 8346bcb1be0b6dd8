/** What tests of every module share: where the fixtures are, and how a fuzzer damages a file. */
@NullMarked
package dev.bantam.testing;

import org.jspecify.annotations.NullMarked;
