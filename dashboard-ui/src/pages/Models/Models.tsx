import { useQuery } from '@tanstack/react-query';
import { models } from '../../api/queries';
import { useAddress } from '../../app/address';
import { DataTable } from '../../components/DataTable/DataTable';
import { CsvButton, JsonLink } from '../../components/Download/Download';
import { Empty } from '../../components/Empty/Empty';
import { Loaded } from '../../components/Loaded/Loaded';
import { Page } from '../../components/Page/Page';
import { Section } from '../../components/Section/Section';
import { counted } from '../../format/number';
import { columnsFor, familiesOf, type Family } from './families';

/** What is here, and in which variants? */
export default function Models() {
  const query = useQuery(models());
  const { values, set, unknown } = useAddress({ q: '', sort: 'name' });
  const families = familiesOf(query.data?.items ?? []);
  const words = values.q.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = families.filter((family) =>
    words.every((word) => family.root.name.toLowerCase().includes(word)),
  );
  const variants = families.reduce((sum, family) => sum + family.all.length, 0);
  return (
    <Page
      title="Models"
      unknown={unknown}
      heading={
        families.length === 0
          ? 'Models'
          : `${counted(families.length, 'model')} in ${counted(variants, 'variant')}.`
      }
      actions={
        <>
          <JsonLink href="/api/v1/models" />
          <CsvButton name="models" header={CSV} rows={() => shown.map(csvRow)} />
        </>
      }
    >
      <Section
        title="All models"
        caption={query.data?.cut ? 'The newest 2,000 files.' : undefined}
        aside={
          <label>
            <span className="vh">Name contains</span>
            <input
              type="search"
              placeholder="Name contains"
              value={values.q}
              onChange={(event) => set({ q: event.target.value })}
            />
          </label>
        }
      >
        <Loaded query={query} label="the models" rows={8}>
          {() =>
            families.length === 0 ? (
              <Empty
                title="No model yet"
                command={`bantam convert ./saved_model -o resnet8.tflite --server ${window.location.origin}`}
              >
                Models appear here when they are uploaded or converted, each with the variants that
                were made from it.
              </Empty>
            ) : shown.length === 0 ? (
              <p className="quiet">No model’s name contains “{values.q}”.</p>
            ) : (
              <DataTable
                label="Models"
                rows={shown}
                rowKey={(family) => family.root.id}
                columns={columnsFor(shown)}
                sort={values.sort}
                onSort={(sort) => set({ sort })}
              />
            )
          }
        </Loaded>
      </Section>
    </Page>
  );
}

const CSV = [
  'id',
  'name',
  'digest',
  'variants',
  'parameters',
  'macs',
  'sizeBytes',
  'smallestBytes',
];
const csvRow = ({ root, all, smallest }: Family) => [
  root.id,
  root.name,
  root.digest,
  all.length,
  root.parameters,
  root.macs,
  root.sizeBytes,
  smallest,
];
