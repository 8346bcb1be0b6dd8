/**
 * Pruning as jobs: thin Spring around the plain library {@code dev.bantam.pruning}. Models and data
 * come from the converter service by REST, and what is made goes back there with its lineage.
 */
@NullMarked
package dev.bantam.pruning.service;

import org.jspecify.annotations.NullMarked;
