import { Link, useParams } from 'react-router';
import { useFamily } from '../../api/family';
import { useDatasetName, useDevicesById } from '../../api/names';
import { useAddress } from '../../app/address';
import { CsvButton, JsonLink } from '../../components/Download/Download';
import { Lineage } from '../../components/Lineage/Lineage';
import { Page } from '../../components/Page/Page';
import { QueryProblem } from '../../components/Problem/Problem';
import { Section } from '../../components/Section/Section';
import { Skeleton } from '../../components/Skeleton/Skeleton';
import { familyOf, flatten } from '../../domain/family';
import { settingsOf } from '../../domain/measured';
import { variantRows } from '../../domain/variants';
import { unitFor } from '../../format/units';
import './Model.css';
import { addressOf, chosenSetting, chosenVariant, compareAddress, graphAddress } from './addresses';
import { answerFor, settingText } from './answer';
import { CSV_HEADER, csvRow } from './csv';
import { ModelFacts } from './ModelFacts';
import { SettingChoice } from './SettingChoice';
import { TradeOff } from './TradeOff';
import { Unfound } from './Unfound';
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
          <Unfound name={name} family={family} />
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
  return (
    <Page
      title={root.name}
      unknown={unknown}
      facts={<ModelFacts model={root} variants={variants.length} />}
      actions={
        <>
          <Link className="btn" to={graphAddress(tree, selected)}>
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
          <SettingChoice
            settings={settings}
            setting={setting}
            onChoose={({ device, threads }) => set({ device, threads: String(threads) })}
          />
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
