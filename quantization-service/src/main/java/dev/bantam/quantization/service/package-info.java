/**
 * Quantization as jobs: thin Spring around the plain library {@code dev.bantam.quantization}.
 * Models and data come from the converter service by REST, and what is made goes back there with
 * its lineage.
 */
@NullMarked
package dev.bantam.quantization.service;

import org.jspecify.annotations.NullMarked;
