/**
 * Labelled data sets: class folders of pictures or recordings, zips of them, {@code .npz} and CSV
 * files, recognised by content.
 *
 * <p>What is read here comes from outside, so every size is bounded by {@link
 * dev.bantam.dataset.DatasetLimits} before it is believed. Fitting samples to a model, and
 * measuring with them, is in {@code dev.bantam.evaluation}. A new format is one class, named in
 * {@link dev.bantam.dataset.Datasets}.
 */
@NullMarked
package dev.bantam.dataset;

import org.jspecify.annotations.NullMarked;
