import { lazy } from 'react';
import { createBrowserRouter, type RouteObject } from 'react-router';
import { Frame } from './Frame';
import { Broken } from './Broken';

const Overview = lazy(() => import('../pages/Overview/Overview'));
const Models = lazy(() => import('../pages/Models/Models'));
const Model = lazy(() => import('../pages/Model/Model'));
const Graph = lazy(() => import('../pages/Graph/Graph'));
const Releases = lazy(() => import('../pages/Releases/Releases'));
const Compare = lazy(() => import('../pages/Compare/Compare'));
const Jobs = lazy(() => import('../pages/Jobs/Jobs'));
const Job = lazy(() => import('../pages/Job/Job'));
const Devices = lazy(() => import('../pages/Devices/Devices'));
const Device = lazy(() => import('../pages/Device/Device'));
const Measurement = lazy(() => import('../pages/Measurement/Measurement'));
const Missing = lazy(() => import('../pages/Missing/Missing'));

export const routes: RouteObject[] = [
  {
    element: <Frame />,
    errorElement: <Broken />,
    children: [
      { path: '/', element: <Overview /> },
      { path: '/models', element: <Models /> },
      { path: '/models/:name', element: <Model /> },
      { path: '/models/:name/graph', element: <Graph /> },
      { path: '/releases', element: <Releases /> },
      { path: '/compare', element: <Compare /> },
      { path: '/jobs', element: <Jobs /> },
      { path: '/jobs/:id', element: <Job /> },
      { path: '/devices', element: <Devices /> },
      { path: '/devices/:id', element: <Device /> },
      { path: '/measurements/:id', element: <Measurement /> },
      { path: '*', element: <Missing /> },
    ],
  },
];

export const router = () => createBrowserRouter(routes);
