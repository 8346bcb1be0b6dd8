import { Link, useParams } from 'react-router';
import { useFamily } from '../../api/family';
import { useDatasetName, useDevicesById } from '../../api/names';
import { useAddress } from '../../app/address';
import { CsvButton, JsonLink } from '../../components/Download/Download';
import { Empty } from '../../components/Empty/Empty';
import { Filters } from '../../components/Filters/Filters';
import { Lineage } from '../../components/Lineage/Lineage';
import { Page } from '../../components/Page/Page';
import { QueryProblem } from '../../components/Problem/Problem';
import { Section } from '../../components/Section/Section';
import { Skeleton } from '../../components/Skeleton/Skeleton';
import { familyOf, flatten, type Variant } from '../../domain/family';
import { settingsOf, type Setting } from '../../domain/measured';
import { variantRows } from '../../domain/variants';
import { shape, shortDigest } from '../../format/identity';
import { counted } from '../../format/number';
import { quantity, unitFor } from '../../format/units';
import './Model.css';
import { answerFor, settingText } from './answer';
import { CSV_HEADER, csvRow } from './csv';
import { TradeOff } from './TradeOff';
import { VariantTable } from './VariantTable';

/** Which variant of this model should I ship on my device? */
export default function Model() {
  const { name = '' } = useParams();
  const { values, set, unknown } = useAddress({
    device: '',
    threads: '',
    sort: 'latency',
    variant: '',
  });
  const family = useFamily(name);
  const devices = useDevicesById();
  const datasetName = useDatasetName();
  const tree = family.items ? familyOf(family.items) : null;
  if (tree === null) {
    return (
      <Page title={name} unknown={unknown}>
        <div>
          {family.error ? (
            <QueryProblem error={family.error} onRetry={family.retry} />
          ) : family.model === null ? (
            <Empty
              title={`No model is called “${name}”`}
              command={`bantam convert ./saved_model -o ${name}.tflite`}
            >
              A model is found by its name, its id, or the first eight digits of its digest.{' '}
              <Link to="/models">All models</Link>
            </Empty>
          ) : (
            <Skeleton rows={10} label="the model" />
          )}
        </div>
      </Page>
    );
  }
  const root = tree.model;
  const settings = settingsOf(family.benchmarks);
  const setting = chosenSetting(settings, values.device, values.threads);
  const judges = [...family.makers, ...family.evaluations];
  const { rows, dataset } = variantRows(tree, judges, family.benchmarks, setting);
  const selected = chosenVariant(tree, values.variant, family.model?.id);
  const where = setting ? settingText(setting, devices.get(setting.device)) : null;
  const on = setting ? devices.get(setting.device) : undefined;
  const standIn = on?.standIn ?? false;
  const variants = flatten(tree);
  const graph = `/models/${encodeURIComponent(root.name)}/graph${selected ? `?variant=${shortDigest(selected.model.digest)}` : ''}`;
  return (
    <Page
      title={root.name}
      unknown={unknown}
      facts={
        <>
          {root.inputs[0] && (
            <span>
              input {shape(root.inputs[0].shape)} {root.inputs[0].type}
            </span>
          )}
          {root.parameters != null && <span>{quantity('count', root.parameters)} parameters</span>}
          {root.macs != null && <span>{quantity('count', root.macs)} multiply-adds</span>}
          <span>{counted(variants.length, 'variant')}</span>
        </>
      }
      actions={
        <>
          <Link className="btn" to={graph}>
            Graph
          </Link>
          {variants.length > 1 && (
            <Link className="btn" to={compareAddress(tree, selected, setting)}>
              Compare
            </Link>
          )}
          <JsonLink href={`/api/v1/models/${root.id}/lineage`} />
          <CsvButton name={root.name} header={CSV_HEADER} rows={() => rows.map(csvRow)} />
        </>
      }
      head={
        <div className="model-choice">
          {settings.length > 0 && (
            <Filters
              label="Device"
              value={JSON.stringify(setting)}
              onChange={(value) => {
                const next = JSON.parse(value) as Setting;
                set({
                  device: next.device,
                  threads: String(next.threads),
                });
              }}
              choices={settings.map((choice) => ({
                value: JSON.stringify(choice),
                label: settingText(choice, devices.get(choice.device)),
              }))}
            />
          )}
          <p>{answerFor(rows, where, standIn ? (on?.name ?? 'It') : null)}</p>
        </div>
      }
    >
      {family.error && (
        <div>
          <QueryProblem error={family.error} onRetry={family.retry} />
        </div>
      )}
      <div className="cols c12">
        <Section title="Lineage" caption="Each can be made again from its recipe">
          <Lineage
            root={tree}
            selected={selected?.model.id ?? null}
            unit={unitFor(
              'file',
              variants.map((variant) => variant.model.sizeBytes),
            )}
            addressOf={(variant) => addressOf(root.name, variant, values)}
          />
        </Section>
        <Section
          title="Trade-off"
          caption={where ? `Accuracy against latency on ${where}; area is file size` : undefined}
        >
          {family.pending ? (
            <Skeleton rows={8} label="the measurements" />
          ) : (
            <TradeOff
              rows={rows}
              standIn={standIn}
              selected={selected?.model.id ?? null}
              root={root}
            />
          )}
        </Section>
      </div>
      <Section
        title="Variants"
        caption={[
          where,
          dataset === null
            ? null
            : `accuracy on ${datasetName(dataset)}, differences paired with the parent`,
          'sizes are exact',
        ]
          .filter(Boolean)
          .join('; ')}
      >
        <VariantTable
          rows={rows}
          standIn={standIn}
          sort={values.sort}
          onSort={(sort) => set({ sort })}
          selected={selected?.model.id ?? null}
          modelName={root.name}
        />
      </Section>
    </Page>
  );
}

/** What the address asks for, even if nothing was measured there; else the setting that is known best. */
function chosenSetting(
  settings: readonly Setting[],
  device: string,
  threads: string,
): Setting | null {
  if (device === '') return settings[0] ?? null;
  if (threads === '') {
    return settings.find((s) => s.device === device) ?? { device, threads: 1 };
  }
  return { device, threads: Number(threads) };
}

/** The variant of the address, by digest or id; else the one that the name itself led to, unless that is the root. */
function chosenVariant(tree: Variant, variant: string, led: string | undefined): Variant | null {
  const all = flatten(tree);
  if (variant !== '') {
    return (
      all.find(
        ({ model }) => model.id === variant || shortDigest(model.digest) === variant.slice(0, 8),
      ) ?? null
    );
  }
  return all.find(({ model }) => model.id === led && model.id !== tree.model.id) ?? null;
}

function addressOf(
  name: string,
  variant: Variant,
  values: { device: string; threads: string; sort: string },
) {
  const query = new URLSearchParams({ variant: shortDigest(variant.model.digest) });
  if (values.device !== '') query.set('device', values.device);
  if (values.threads !== '') query.set('threads', values.threads);
  if (values.sort !== 'latency') query.set('sort', values.sort);
  return `/models/${encodeURIComponent(name)}?${query.toString()}`;
}

function compareAddress(tree: Variant, selected: Variant | null, setting: Setting | null): string {
  const b = selected && selected !== tree ? selected : tree.children[0];
  const query = new URLSearchParams({ a: shortDigest(tree.model.digest) });
  if (b) query.set('b', shortDigest(b.model.digest));
  if (setting) query.set('device', setting.device);
  return `/compare?${query.toString()}`;
}
