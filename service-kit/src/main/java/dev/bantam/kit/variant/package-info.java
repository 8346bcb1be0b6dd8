/**
 * What the services share that make one model of another: fetching what they need, storing what
 * they made with its lineage, and showing what changed. How a model is changed is each library's
 * business.
 */
@NullMarked
package dev.bantam.kit.variant;

import org.jspecify.annotations.NullMarked;
